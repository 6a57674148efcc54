package org.healthsphere.node.web.me;

import java.util.Optional;

/**
 * What somebody would see now.
 *
 * @param preview nothing as long as nobody was chosen
 */
public record SeenView(PreviewView.Trial trial, Optional<Preview> preview) {}
