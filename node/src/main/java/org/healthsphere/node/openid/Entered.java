package org.healthsphere.node.openid;

/** Somebody came back from the provider. */
public record Entered(Staff staff, Asked asked, Stay stay) {}
