/** A real browser, driven by the W3C WebDriver protocol. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.web.browser;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
