package org.healthsphere.node.web.start;

/**
 * Where somebody types the code that he got at the hospital's desk.
 *
 * @param problem names the text of what went wrong; empty before the first try
 */
public record CodeView(String problem) {}
