/// What the pages say, in the language of who reads them: one file of messages per language.
@NullMarked
package dev.hob.web.text;

import org.jspecify.annotations.NullMarked;
