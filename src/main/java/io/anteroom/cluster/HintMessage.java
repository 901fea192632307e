package io.anteroom.cluster;

import java.util.List;

/**
 * Several hints as one message: a line that says who sends it, then a line for each hint. A replica
 * hears its own messages too, and needs none of them.
 */
final class HintMessage {

  private static final String LINE = "\n";

  private HintMessage() {}

  static String of(String sender, List<String> hints) {
    return sender + LINE + String.join(LINE, hints);
  }

  /** The hints of a message; none where this sender has sent it itself. */
  static List<String> ofOthers(String self, String message) {
    return message.startsWith(self + LINE)
        ? List.of()
        : message.substring(message.indexOf(LINE) + 1).lines().toList();
  }
}
