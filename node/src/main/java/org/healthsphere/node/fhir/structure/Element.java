package org.healthsphere.node.fhir.structure;

import java.util.Set;

/**
 * One element of a type, under the name it has in JSON.
 *
 * @param index its place in the type, to tell what has been seen
 * @param repeats whether it is an array
 * @param type the name of its type
 * @param choice the name of the choice it is one of, {@code value[x]}; empty when it is none
 * @param codes of a required binding, in their order; empty: any
 * @param summary whether it belongs to the summary of its resource
 * @param modifier whether it changes the meaning of what stands beside it
 * @param targets the types of resources that a reference may lead to, in their order; empty: any
 */
public record Element(
        String name,
        int index,
        boolean required,
        boolean repeats,
        String type,
        String choice,
        Set<String> codes,
        boolean summary,
        boolean modifier,
        Set<String> targets) {}
