package org.healthsphere.node.web.ops;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.ops.CurationPages.Choice;
import org.healthsphere.node.web.ops.CurationPages.CodeSheet;

/**
 * One code, and what the reader has filled in.
 *
 * @param problem what is wrong with it
 */
public record CodeView(CodeSheet sheet, Choice choice, Optional<String> problem) {
    /** How a code may stand to its target, the usual first. */
    public static final List<String> EQUIVALENCES = List.of("equivalent", "wider", "narrower", "inexact", "relatedto");
}
