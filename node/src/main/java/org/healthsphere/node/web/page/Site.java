package org.healthsphere.node.web.page;

import java.time.ZoneId;

/**
 * Whose pages these are.
 *
 * @param hospital the name that people know
 * @param zone in which times are shown
 * @param demonstration whether nobody here is real, which every page then says
 */
public record Site(String hospital, ZoneId zone, boolean demonstration) {}
