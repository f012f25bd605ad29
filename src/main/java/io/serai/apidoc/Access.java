package io.serai.apidoc;

import io.serai.security.Role;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.access.WebInvocationPrivilegeEvaluator;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whom the hub's own door lets in to what; asked of the door itself. */
final class Access {

    private static final Authentication NOBODY =
            new AnonymousAuthenticationToken(
                    "apidoc", "nobody", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

    private final WebInvocationPrivilegeEvaluator door;

    Access(WebInvocationPrivilegeEvaluator door) {
        this.door = door;
    }

    /** True if it needs no login; what it asks for instead is its own affair. */
    boolean isOpen(String method, String path) {
        return door.isAllowed("", sample(path), method.toUpperCase(Locale.ROOT), NOBODY);
    }

    /** The roles that are let in, as a login's {@code roles} names them. */
    List<String> roles(String method, String path) {
        return Stream.of(Role.values())
                .filter(
                        role ->
                                door.isAllowed(
                                        "",
                                        sample(path),
                                        method.toUpperCase(Locale.ROOT),
                                        with(role)))
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Authentication with(Role role) {
        return UsernamePasswordAuthenticationToken.authenticated(
                role, "", AuthorityUtils.createAuthorityList("ROLE_" + role.name()));
    }

    private static String sample(String path) {
        return path.replaceAll("\\{[^}]*}", "x");
    }
}
