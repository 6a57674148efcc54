package org.healthsphere.node.web.me;

import java.util.Optional;

/**
 * Where a document is chosen.
 *
 * @param open whether this hospital takes any
 * @param problem names the text that says why the last one was not taken; empty if nothing is wrong
 * @param reason the same as the reader of documents says it, in English
 */
public record BringView(boolean open, String problem, String reason, Optional<String> done) {}
