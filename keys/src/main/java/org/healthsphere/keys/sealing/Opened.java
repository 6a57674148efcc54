package org.healthsphere.keys.sealing;

import org.healthsphere.specs.Bytes;

/** An envelope that was for this member, is fresh, came for the first time and is signed by who it says it is from. */
public record Opened(EnvelopeHeader header, Bytes content) {}
