/** What people are asked when an app wants something of a record, and what they connected. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.web.apps;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
