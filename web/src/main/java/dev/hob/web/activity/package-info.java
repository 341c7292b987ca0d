/// What happened lately, in sentences: on pages of repositories and people, and in Atom feeds.
@NullMarked
package dev.hob.web.activity;

import org.jspecify.annotations.NullMarked;
