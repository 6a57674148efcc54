package org.healthsphere.federation.exchange;

import org.healthsphere.specs.Coding;

/** The reason, as a code, for which somebody in an emergency sees what he otherwise might not. */
public record BreakGlass(Coding reason) {}
