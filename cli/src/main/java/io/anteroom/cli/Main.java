package io.anteroom.cli;

import io.anteroom.cli.output.Console;

/** Starts the command line. */
public final class Main {

  private Main() {}

  /** Runs one command, and ends the process with its exit code. */
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    int code = CommandTree.in(console).execute(args);
    console.out().flush();
    System.exit(code);
  }
}
