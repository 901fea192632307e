package io.anteroom.api.filter;

import io.anteroom.account.Client;
import io.anteroom.api.problem.ProblemType;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Who makes this request: a client, or an operator. */
@RequestScoped
public class Caller {

  private Client client;
  private boolean operator;

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

  public void mustBeOperator() {
    if (!operator) {
      throw ProblemType.OPERATORS_ONLY.problem();
    }
  }

  void is(Client authenticated) {
    this.client = authenticated;
  }

  void isOperator() {
    this.operator = true;
  }
}
