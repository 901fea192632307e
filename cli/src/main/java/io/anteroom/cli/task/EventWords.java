package io.anteroom.cli.task;

import io.anteroom.client.response.TaskEvent;

/** An event as one line for people. Stateless. */
final class EventWords {

  private EventWords() {}

  static String of(TaskEvent event) {
    StringBuilder words = new StringBuilder();
    words.append(event.json().string("at").orElse("")).append(' ');
    words.append(event.taskId()).append(' ').append(event.status());
    event
        .phase()
        .filter(phase -> !phase.equals("ended"))
        .ifPresent(p -> words.append(' ').append(p));
    event.json().string("client").ifPresent(client -> words.append(" client=").append(client));
    event
        .failure()
        .ifPresent(
            failure ->
                words
                    .append(' ')
                    .append(failure.json().string("reason").orElse(""))
                    .append(": ")
                    .append(failure.message().orElse("")));
    return words.toString().strip();
  }
}
