/** What people see: pages for patients, for clinicians and researchers, for those who run the node. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.web;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
