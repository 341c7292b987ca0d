/// Pages of repositories, and of those who own them.
@NullMarked
package dev.hob.web.repo;

import org.jspecify.annotations.NullMarked;
