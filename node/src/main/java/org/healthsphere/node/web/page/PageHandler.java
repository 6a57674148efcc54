package org.healthsphere.node.web.page;

/** Answers one route. It runs on a thread of its own and may block. */
@FunctionalInterface
public interface PageHandler {
    Reply handle(Visit visit);
}
