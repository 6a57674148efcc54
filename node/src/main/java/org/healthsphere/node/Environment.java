package org.healthsphere.node;

import java.security.SecureRandom;
import java.time.InstantSource;

/** What a node is given and does not make itself: time and chance. */
public record Environment(InstantSource clock, SecureRandom random) {}
