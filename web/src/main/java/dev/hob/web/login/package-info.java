/// Who asks: passwords and tokens in headers, and sessions in cookies.
@NullMarked
package dev.hob.web.login;

import org.jspecify.annotations.NullMarked;
