package io.anteroom.account;

/** A value that must never reach a log, an error or a metric: it prints as asterisks. */
public record Secret(String value) {

  @Override
  public String toString() {
    return "***";
  }
}
