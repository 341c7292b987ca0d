/// Files as what they are for, rather than as their source: tables, notebooks.
@NullMarked
package dev.hob.web.render;

import org.jspecify.annotations.NullMarked;
