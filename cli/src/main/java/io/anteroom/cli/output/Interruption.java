package io.anteroom.cli.output;

import java.util.function.Supplier;

/** What is said when the user ends the process (Ctrl-C) while something goes on in Anteroom. */
public final class Interruption {

  private Interruption() {}

  /**
   * Works, and says the words if the process is ended meanwhile. The exit code is 130 after Ctrl-C,
   * as the JVM has it.
   *
   * @param words how to go on; read at that moment, on another thread
   */
  public static <T> T during(Console console, Supplier<String> words, Supplier<T> work) {
    Thread hook =
        new Thread(
            () -> {
              console.err().println();
              console.say(words.get());
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is being ended, and the words are said.
    }
  }
}
