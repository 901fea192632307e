package io.anteroom.sandbox.upstream.http;

/** A few words, and where a task was created, its id; else null. */
record MessageResponse(String message, String taskId) {
  static SandboxResponse answer(String message) {
    return SandboxResponse.ok(new MessageResponse(message, null));
  }
}
