/// Pull requests as pages: what they have and issues have not. The rest is [dev.hob.web.issue]'s.
@NullMarked
package dev.hob.web.patch;

import org.jspecify.annotations.NullMarked;
