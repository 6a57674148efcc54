package org.healthsphere.node.web.me;

/**
 * What a document would add, to be confirmed.
 *
 * @param handle what the document is confirmed by
 */
public record OfferView(Offer offer, String handle) {}
