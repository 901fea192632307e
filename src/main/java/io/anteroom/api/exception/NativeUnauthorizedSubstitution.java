package io.anteroom.api.exception;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.anteroom.api.problem.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * For the native executable only: the problem extension 3.21.0 reads a field that Quarkus 3.33 no
 * longer has, in code for Quarkus's own authentication, which is not used here. Can go with the
 * next version of the extension.
 */
@TargetClass(className = "io.quarkiverse.resteasy.problem.security.HttpUnauthorizedUtils")
final class NativeUnauthorizedSubstitution {

  @Substitute
  static Uni<HttpProblem> toProblem(RoutingContext context, Exception exception) {
    return Uni.createFrom().item(Problems.unauthorized("Bearer realm=\"anteroom\""));
  }
}
