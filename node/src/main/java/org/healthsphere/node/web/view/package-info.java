/** Words that several pages share: hospitals, records with their sources, completeness. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.web.view;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
