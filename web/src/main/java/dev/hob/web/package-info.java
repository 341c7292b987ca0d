/// HTTP: git, pages and the API. Holds no truth of its own.
@NullMarked
package dev.hob.web;

import org.jspecify.annotations.NullMarked;
