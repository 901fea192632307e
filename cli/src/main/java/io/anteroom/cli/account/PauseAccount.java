package io.anteroom.cli.account;

import io.anteroom.cli.service.Session;
import picocli.CommandLine.Command;

/** Pauses an account. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = "Let no call of an account leave for the upstream. Accepts go on, and wait.")
public final class PauseAccount extends AccountAct {

  /** For a run. */
  public PauseAccount(Session session) {
    super(session, "pause");
  }
}
