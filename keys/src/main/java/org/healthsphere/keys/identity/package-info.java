/** Who a node is: its keys, its certificates, and the vault they are kept in. */
@NullMarked
@CheckReturnValue
package org.healthsphere.keys.identity;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
