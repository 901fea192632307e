package io.anteroom.cli.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds out what the standard streams are. Java has no call for that. Stateless. */
final class Terminal {

  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST = 20;
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private Terminal() {}

  static Console.Terminals detect() {
    if (Files.isDirectory(DESCRIPTORS)) {
      return new Console.Terminals(isTerminal(1), isTerminal(2));
    }
    // The shell inherits both, and its exit code tells.
    int code = run("[ -t 1 ]; a=$?; [ -t 2 ]; exit $((2 * a + $?))");
    return new Console.Terminals(code == 0 || code == 1, code == 0 || code == 2);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(DESCRIPTORS.resolve("" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  private static int run(String script) {
    try {
      return new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1; // there is no shell
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** How wide it is: {@code COLUMNS}, or what the terminal says, or 80; at least 20. */
  static int columns(Map<String, String> environment) {
    int given = number(environment.getOrDefault("COLUMNS", ""));
    int width = given > 0 ? given : number(size());
    return width > 0 ? Math.max(NARROWEST, width) : USUAL_WIDTH;
  }

  private static String size() {
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "stty size < /dev/tty")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return size.strip().replaceFirst("^\\d+ ", "");
    } catch (IOException e) {
      return "";
    }
  }

  private static int number(String text) {
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
  }
}
