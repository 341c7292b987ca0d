/// Pages that find things: one box for code, issues, pull requests, comments, commits and repositories.
@NullMarked
package dev.hob.web.search;

import org.jspecify.annotations.NullMarked;
