"""How every form looks: templates/forms/form.html, field.html and errors.html."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """``{{ form }}`` is a whole form, ``{{ form.title.as_field_group }}`` one field with its surroundings."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
