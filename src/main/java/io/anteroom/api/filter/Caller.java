package io.anteroom.api.filter;

import io.anteroom.account.Client;
import io.anteroom.account.Operator;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.log.CurrentRequest;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Who makes this request: a client, an operator, or who makes the engine tick. */
@RequestScoped
public class Caller {

  private Client client;
  private Operator operator;
  private boolean ticks;

  /** Which client it is; never null, since the authentication comes first. */
  public Client client() {
    if (client == null) {
      throw ProblemType.CLIENTS_ONLY.problem();
    }
    return client;
  }

  /** The client, if there is one: neither an operator nor whoever reads what everybody may. */
  public Optional<Client> known() {
    return Optional.ofNullable(client);
  }

  public static void demandCollection(Client client, String collection) {
    if (!client.mayUse(collection)) {
      throw ProblemType.COLLECTION_FORBIDDEN.problem();
    }
  }

  /** Whether it is an operator, of whichever role. */
  public boolean isOperator() {
    return operator != null;
  }

  /** Which operator it is; never null. */
  public Operator operator() {
    if (operator == null) {
      throw ProblemType.OPERATORS_ONLY.problem();
    }
    return operator;
  }

  /** An operator who may change something. */
  public void mustBeAdmin() {
    if (!operator().isAdmin()) {
      throw ProblemType.ADMINS_ONLY.problem();
    }
  }

  public void mustHoldTickKey() {
    if (!ticks) {
      throw ProblemType.NOT_FOUND.problem();
    }
  }

  /** It makes the engine tick, and nothing else. */
  void holdsTickKey() {
    this.ticks = true;
  }

  void is(Client authenticated) {
    this.client = authenticated;
    CurrentRequest.isOf(authenticated.name(), authenticated.account().name());
  }

  void is(Operator authenticated) {
    this.operator = authenticated;
  }
}
