/** How a page is asked for and answered: who may, forms, languages, templates, files, headers. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.web.page;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
