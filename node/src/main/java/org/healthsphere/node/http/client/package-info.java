/** How other servers are asked over HTTP: whatever they do, in limited time and memory. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.http.client;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
