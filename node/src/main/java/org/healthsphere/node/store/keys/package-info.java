/** The keys that records at rest are sealed with; destroying one is how a patient is erased. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.store.keys;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
