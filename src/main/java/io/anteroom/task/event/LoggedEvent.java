package io.anteroom.task.event;

import java.util.UUID;

/** What those who wait for a task need to know of one of its events. */
public record LoggedEvent(EventPosition at, UUID task, String client, int no, boolean ended) {}
