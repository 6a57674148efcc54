package org.healthsphere.node.web.view;

import java.util.Optional;

/**
 * Which hospital says so.
 *
 * @param original the hospital's own code or words, where they were translated
 */
public record Source(Hospital hospital, Optional<String> original) {}
