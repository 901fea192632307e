package io.anteroom.cli.account;

import io.anteroom.cli.service.Session;
import picocli.CommandLine.Command;

/** Lets an account go on. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Let calls of an account leave again.")
public final class ResumeAccount extends AccountAct {

  /** For a run. */
  public ResumeAccount(Session session) {
    super(session, "resume");
  }
}
