package io.anteroom.task;

import java.util.Locale;

/** What a task indexes. */
public enum TaskKind {
  URL,
  TEXT,
  UPLOAD;

  /** The name as the database, the upstream's paths and our responses write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static TaskKind labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
