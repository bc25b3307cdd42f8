"""What all pages share: session, CSRF, security headers, templates, design tokens."""
