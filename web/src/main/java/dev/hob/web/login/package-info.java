/// Who asks: passwords and tokens in headers, sessions in cookies; signing in and up, and one-time links.
@NullMarked
package dev.hob.web.login;

import org.jspecify.annotations.NullMarked;
