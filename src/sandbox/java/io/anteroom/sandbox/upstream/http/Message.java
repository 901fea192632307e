package io.anteroom.sandbox.upstream.http;

/** A few words, and where a task was created, its id; else null. */
record Message(String message, String taskId) {
  static Answer answer(String message) {
    return Answer.ok(new Message(message, null));
  }
}
