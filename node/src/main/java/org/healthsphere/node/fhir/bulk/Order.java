package org.healthsphere.node.fhir.bulk;

import org.healthsphere.node.release.Access;

/**
 * An export as it was asked for.
 *
 * @param base the address under which this server is asked, without a slash at the end
 * @param query undecoded
 * @param lenient whether parameters that are not known are left out instead of refused (Prefer: handling=lenient)
 */
public record Order(Access access, String base, Extent extent, String query, boolean lenient) {}
