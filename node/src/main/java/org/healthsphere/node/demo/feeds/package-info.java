/** Synthetic histories told in the languages of three hospitals. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.demo.feeds;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
