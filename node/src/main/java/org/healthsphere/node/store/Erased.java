package org.healthsphere.node.store;

/**
 * What an erasure took away, in numbers.
 *
 * @param number of the erasure in this store's journal, which says nothing else
 * @param resources that are gone with all their versions
 * @param masked resources of others that spoke of the patient: their history is gone, and a version without him stands
 */
public record Erased(long number, int resources, int masked) {}
