package io.serai.security;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import java.util.Objects;

/**
 * A login as Spring Security and {@code getUserPrincipal()} see it: the name is the login, the
 * principal a {@link Login}.
 */
public final class Session extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1;

    private final transient Login login;

    Session(Login login) {
        super(
                login.roles().stream()
                        .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                        .toList());
        this.login = login;
        setAuthenticated(true);
    }

    /** Whose session it is. */
    public Login login() {
        return login;
    }

    @Override
    public Login getPrincipal() {
        return login;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return login.login();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Session session && session.login.equals(login);
    }

    @Override
    public int hashCode() {
        return Objects.hash(login);
    }
}
